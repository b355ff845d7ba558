from __future__ import annotations

from dealflow.catalogue.terms import english_terms
from dealflow.i18n import called, term


def test_a_listed_region_reads_in_both_languages_and_an_unlisted_one_as_written() -> None:
    assert (term("경남", "ko"), term("경남", "en"), term("어딘가", "en")) == ("경남", "Gyeongnam", "어딘가")


def test_the_seventeen_regions_are_listed() -> None:
    assert len([name for name in english_terms().values() if name in REGIONS]) == len(REGIONS) == 17


def test_a_company_without_an_english_name_keeps_its_own() -> None:
    assert called("가온비전(가상)", "", "en") == "가온비전(가상)"
    assert called("가온비전(가상)", "Gaon Vision (Fictional)", "en") == "Gaon Vision (Fictional)"


REGIONS = {
    "Seoul", "Busan", "Daegu", "Incheon", "Gwangju", "Daejeon", "Ulsan", "Sejong", "Gyeonggi", "Gangwon", "Chungbuk",
    "Chungnam", "Jeonbuk", "Jeonnam", "Gyeongbuk", "Gyeongnam", "Jeju",
}  # fmt: skip
