using Headrace.Onnx.Analysis;
using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests.Format;

/// <summary>Broken models: our reader answers with a model or with its own error, and so does the library.</summary>
public sealed class ModelFuzzTests
{
    [Fact]
    public void Our_reader_and_what_looks_into_models()
    {
        byte[][] seeds = [ModelProtoTests.Everything().ToBytes(), Graphs.Doubling(), ModelProto.Read(Graphs.Convolution()) is var conv ? Small(conv) : []];
        var random = new Random(5);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = Mutated(seeds[i % seeds.Length], random);
            try
            {
                var model = ModelProto.Read(bytes);
                var profile = ModelProfile.Of(model);
                Assert.True(profile.Parameters >= 0);
                read++;
            }
            catch (OnnxFormatException error)
            {
                Assert.InRange(error.Offset, 0, bytes.Length);
                refused++;
            }
        }

        Assert.InRange(read, 10_000, 90_000);
        Assert.InRange(refused, 10_000, 90_000);
    }

    [Fact]
    public void The_library_behind_our_binding()
    {
        var seed = Graphs.Doubling();
        var random = new Random(6);
        var (opened, refused) = (0, 0);
        for (var i = 0; i < 2_000; i++)
        {
            try
            {
                using var model = OnnxModel.Open(Mutated(seed, random));
                Assert.NotNull(model.Inputs);
                opened++;
            }
            catch (OnnxException)
            {
                refused++;
            }
        }

        Assert.InRange(opened, 10, 2_000);
        Assert.InRange(refused, 10, 2_000);
    }

    private static byte[] Small(ModelProto model) => (model with { Graph = model.Graph with { Initializer = [TensorProto.Of("w", [4, 3, 3, 3], new float[108])] } }).ToBytes();

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = seed.AsSpan(0, random.Next(8) == 0 ? random.Next(1, seed.Length) : seed.Length).ToArray();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = Math.Min(random.Next(1, 16), bytes.Length - Math.Max(at, from));
                    bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }
}
