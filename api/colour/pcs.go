package colour

// fromPCS returns the last stage of a profile with tables: it converts encoded values of the
// connection space, 0 to 1, to light of sRGB's primaries. A lut16Type keeps the legacy encoding
// of L*a*b* even in profiles of version 4 (ICC.1:2022, 10.10): there FF00, not FFFF, is 1.
func (p profile) fromPCS(legacy bool) stage {
	toXYZ := func(v vector) vector { return v.scale(65535.0 / 32768) } // u1Fixed15Number
	if p.lab {
		stretch := 1.0
		if legacy {
			stretch = 65535.0 / 65280
		}
		toXYZ = func(v vector) vector {
			v = v.scale(stretch)
			return labToXYZ(vector{100 * v[0], 255*v[1] - 128, 255*v[2] - 128})
		}
	}
	return func(v [4]float64) [4]float64 {
		light := toSRGB.apply(toXYZ(vector(v[:3])))
		return [4]float64{light[0], light[1], light[2]}
	}
}

// labToXYZ converts L*a*b*, L* from 0 to 100, by CIE 15:2004, 8.2.1, for the white D50.
func labToXYZ(lab vector) vector {
	y := (lab[0] + 16) / 116
	xyz := vector{y + lab[1]/500, y, y - lab[2]/200}
	for i, f := range xyz {
		if f > 6.0/29 {
			f = f * f * f
		} else {
			f = 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0/29)
		}
		xyz[i] = f * d50[i]
	}
	return xyz
}
