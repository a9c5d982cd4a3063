"""What differs between two registers, said of records, fields and figures."""
