module framepost

go 1.26
