module tools/kernel-guest

go 1.26.0
