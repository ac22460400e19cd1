"""What every page is made with. Nothing here knows a noun of the domain besides the account."""
