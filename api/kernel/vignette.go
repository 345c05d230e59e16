package kernel

// Fade moves sample i of a row towards middle, by share times the square of across[i]+down. All
// three are 0 to 65535 in 1/65536; across[i]+down is 0 in the middle of a picture and 65535 in
// its corners.
func Fade(row []byte, across []uint32, down, share uint32, middle byte) {
	m := int32(middle)
	for i, v := range row {
		t := across[i] + down
		rest := 1<<16 - (t*t>>16*share)>>16 // t*t stays below 1<<32
		row[i] = byte(m + ((int32(v)-m)*int32(rest)+1<<15)>>16)
	}
}
