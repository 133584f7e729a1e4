"""Pages of users (/nguoi-dung/) and of one's own account (/toi/)."""
