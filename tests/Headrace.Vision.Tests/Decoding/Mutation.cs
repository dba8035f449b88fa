namespace Headrace.Vision.Tests.Decoding;

/// <summary>Damages files, the same way each time: bits, bytes, stretches, ends; most often one of them.</summary>
internal sealed class Mutation(int seed)
{
    private readonly Random random = new(seed);

    public byte[] Apply(byte[] original)
    {
        List<byte> file = [.. original];
        do
        {
            Once(file);
        }
        while (file.Count > 4 && random.Next(3) == 0);

        return [.. file];
    }

    private void Once(List<byte> file)
    {
        var at = random.Next(file.Count);
        var length = Math.Min(random.Next(1, 9), file.Count - at);
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                file[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                file[at] = (byte)random.Next(256);
                break;
            case 4:
                file[at] = random.Next(2) == 0 ? byte.MaxValue : byte.MinValue;
                break;
            case 5:
                file.RemoveRange(at, length);
                break;
            case 6:
                file.InsertRange(at, file.GetRange(random.Next(file.Count - length + 1), length));
                break;
            case 7:
                file.InsertRange(at, [0xFF, (byte)random.Next(0xC0, 0x100)]);
                break;
            default:
                file.RemoveRange(at, (file.Count - at) / (1 + random.Next(8)));
                break;
        }
    }
}
