"""Routes beside the screens: public pages by link, files, calendars, the API."""
