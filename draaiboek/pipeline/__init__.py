"""What joins the rooms: examine, build, publish, compare, rebuild, pack."""
