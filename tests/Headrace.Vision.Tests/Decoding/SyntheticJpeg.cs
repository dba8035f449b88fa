namespace Headrace.Vision.Tests.Decoding;

/// <summary>Writes JPEGs of random coefficients, in samplings that no encoder at hand writes.</summary>
internal static class SyntheticJpeg
{
    private const int DcSymbols = 12;

    /// <summary>Runs 0 to 15 of sizes 1 to 8, the end of a block and sixteen zeros.</summary>
    private static readonly byte[] AcSymbols = [0, 0xF0, .. Enumerable.Range(0, 128).Select(symbol => (byte)(((symbol / 8) << 4) | ((symbol % 8) + 1)))];

    /// <param name="sampling">One byte a component, as in a frame header.</param>
    public static byte[] Create(int seed, int width, int height, byte[] sampling, int restartInterval)
    {
        var random = new Random(seed);
        List<byte> file = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Range(0, 64).Select(at => (byte)(1 + (at / 8)))];
        file.AddRange([0xFF, 0xC0, 0, (byte)(8 + (3 * sampling.Length)), 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)sampling.Length]);
        for (var index = 0; index < sampling.Length; index++)
        {
            file.AddRange([(byte)(index + 1), sampling[index], 0]);
        }

        file.AddRange([0xFF, 0xC4, 0, 19 + DcSymbols, 0, 0, 0, 0, DcSymbols, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, DcSymbols).Select(size => (byte)size)]);
        file.AddRange([0xFF, 0xC4, 0, (byte)(19 + AcSymbols.Length), 0x10, 0, 0, 0, 0, 0, 0, 0, 120, 0, 0, 0, 0, 0, (byte)(AcSymbols.Length - 120), 0, 0, .. AcSymbols]);
        file.AddRange([0xFF, 0xDD, 0, 4, (byte)(restartInterval >> 8), (byte)restartInterval]);
        file.AddRange([0xFF, 0xDA, 0, (byte)(6 + (2 * sampling.Length)), (byte)sampling.Length]);
        for (var index = 0; index < sampling.Length; index++)
        {
            file.AddRange([(byte)(index + 1), 0]);
        }

        file.AddRange([0, 63, 0]);
        WriteScan(random, new Bits(file), width, height, sampling, restartInterval);
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    private static void WriteScan(Random random, Bits bits, int width, int height, byte[] sampling, int restartInterval)
    {
        var (across, down) = (sampling.Max(factors => factors >> 4) * 8, sampling.Max(factors => factors & 15) * 8);
        var mcus = ((width + across - 1) / across) * ((height + down - 1) / down);
        var dc = new int[sampling.Length];
        for (var mcu = 0; mcu < mcus; mcu++)
        {
            if (restartInterval > 0 && mcu > 0 && mcu % restartInterval == 0)
            {
                bits.Restart((mcu / restartInterval) - 1);
                Array.Clear(dc);
            }

            for (var component = 0; component < sampling.Length; component++)
            {
                for (var block = 0; block < (sampling[component] >> 4) * (sampling[component] & 15); block++)
                {
                    WriteBlock(random, bits, ref dc[component]);
                }
            }
        }

        bits.Flush();
    }

    private static void WriteBlock(Random random, Bits bits, ref int dc)
    {
        var next = random.Next(-900, 900);
        WriteDc(bits, next - dc);
        dc = next;
        var place = 1;
        for (var symbols = random.Next(0, 30); symbols > 0 && place < 64; symbols--)
        {
            var symbol = random.Next(2) == 0 ? 2 + random.Next(8) : random.Next(1, AcSymbols.Length);
            var (run, size) = (AcSymbols[symbol] >> 4, AcSymbols[symbol] & 15);
            if (place + run >= 64)
            {
                break;
            }

            WriteAcSymbol(bits, symbol);
            bits.Write(random.Next(1 << size), size);
            place += run + 1;
        }

        if (place < 64)
        {
            WriteAcSymbol(bits, 0);
        }
    }

    /// <summary>Codes of four bits (T.81, F.1.2.1).</summary>
    private static void WriteDc(Bits bits, int difference)
    {
        var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
        bits.Write(size, 4);
        bits.Write(difference < 0 ? difference - 1 + (1 << size) : difference, size);
    }

    /// <summary>120 codes of eight bits, and the others of fourteen.</summary>
    private static void WriteAcSymbol(Bits bits, int symbol)
    {
        if (symbol < 120)
        {
            bits.Write(symbol, 8);
        }
        else
        {
            bits.Write((120 << 6) + symbol - 120, 14);
        }
    }

    private sealed class Bits(List<byte> file)
    {
        private int last;
        private int count;

        public void Write(int value, int length)
        {
            for (var bit = length - 1; bit >= 0; bit--)
            {
                last = (last << 1) | ((value >> bit) & 1);
                if (++count == 8)
                {
                    file.Add((byte)last);
                    if (last == 0xFF)
                    {
                        file.Add(0);
                    }

                    (last, count) = (0, 0);
                }
            }
        }

        public void Flush()
        {
            while (count != 0)
            {
                Write(1, 1);
            }
        }

        public void Restart(int number)
        {
            Flush();
            file.AddRange([0xFF, (byte)(0xD0 + (number & 7))]);
        }
    }
}
