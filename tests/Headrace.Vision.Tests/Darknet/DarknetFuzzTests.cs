using System.Text;
using Headrace.Vision.Darknet;

namespace Headrace.Vision.Tests.Darknet;

/// <summary>Broken cfgs and weights: whatever they hold, the importer answers with a model or with its own error.</summary>
public sealed class DarknetFuzzTests
{
    private static readonly string[] Tokens =
        ["-1", "0", "1", "2147483647", "-2147483648", "99999999999", "0.5", "NaN", "1e400", ",", "=", "[", "]", "\n", "#", "[yolo]", "[route]\nlayers=-1,-1\n", "[upsample]\nstride=64\n", "groups=3\n", "[maxpool]\n", "\u00e9", "\0"];

    [Theory]
    [InlineData("yolov4-tiny-like")]
    [InlineData("yolov3-like")]
    [InlineData("region")]
    [InlineData("classifier")]
    public void Mutated_cfgs(string name)
    {
        var cfg = Cfgs.Read(name);
        var weights = Cfgs.RandomWeights(cfg);
        var random = new Random(11);
        var (imported, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            _ = Survives(Mutated(cfg, random), weights) ? imported++ : refused++;
        }

        Assert.InRange(imported, 100, 20_000);
        Assert.InRange(refused, 100, 20_000);
    }

    [Fact]
    public void Mutated_weights()
    {
        var cfg = Cfgs.Read("region");
        var weights = Cfgs.RandomWeights(cfg);
        var random = new Random(12);
        for (var i = 0; i < 20_000; i++)
        {
            var broken = weights.AsSpan(0, random.Next(4) == 0 ? random.Next(weights.Length) : weights.Length).ToArray();
            for (var changes = random.Next(1, 8); changes > 0 && broken.Length > 0; changes--)
            {
                broken[random.Next(2) == 0 ? random.Next(Math.Min(24, broken.Length)) : random.Next(broken.Length)] = (byte)random.Next(256);
            }

            Survives(cfg, broken);
        }
    }

    private static bool Survives(string cfg, byte[] weights)
    {
        try
        {
            DarknetImporter.Import(cfg, weights);
            return true;
        }
        catch (DarknetException)
        {
            return false;
        }
    }

    private static string Mutated(string cfg, Random random)
    {
        var text = new StringBuilder(cfg);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text[at] = (char)random.Next(32, 127); break;
                case 1: text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)); break;
                case 2: text.Insert(at, Tokens[random.Next(Tokens.Length)]); break;
                default:
                    // A number in the place of another.
                    for (; at < text.Length && !char.IsAsciiDigit(text[at]); at++)
                    {
                    }

                    if (at < text.Length)
                    {
                        text.Remove(at, 1).Insert(at, Tokens[random.Next(9)]);
                    }

                    break;
            }
        }

        return text.ToString();
    }
}
