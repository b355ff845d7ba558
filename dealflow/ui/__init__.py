"""The screens: the only part that knows Streamlit."""
