using Headrace.Onnx;

namespace Headrace.Scenes.Tests.Models;

/// <summary>The networks in the repository's <c>models</c> folder, fed as a caller feeds them.</summary>
internal static class ShippedModel
{
    /// <summary>Null outside of a source tree.</summary>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "models", path);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    public static string Require(string path)
    {
        Assert.SkipUnless(OnnxRuntimeLibrary.IsAvailable, "ONNX Runtime is not here: eng/fetch-native");
        return Find(path) ?? throw new FileNotFoundException($"models/{path} is not in the source tree");
    }

    /// <summary>Red, green, blue from 0 to 1 as planes, stretched: bilinear between pixel centres.</summary>
    public static float[] Tensor(byte[] rgb, int width, int height, int toWidth, int toHeight)
    {
        var tensor = new float[3 * toWidth * toHeight];
        for (var y = 0; y < toHeight; y++)
        {
            var (top, down) = Position(y, height, toHeight);
            for (var x = 0; x < toWidth; x++)
            {
                var (left, across) = Position(x, width, toWidth);
                for (var channel = 0; channel < 3; channel++)
                {
                    var upper = float.Lerp(At(left, top), At(left + 1, top), across);
                    var lower = float.Lerp(At(left, top + 1), At(left + 1, top + 1), across);
                    tensor[(((channel * toHeight) + y) * toWidth) + x] = float.Lerp(upper, lower, down) / 255;

                    float At(int column, int row) => rgb[(((Math.Min(row, height - 1) * width) + Math.Min(column, width - 1)) * 3) + channel];
                }
            }
        }

        return tensor;
    }

    private static (int Whole, float Part) Position(int at, int length, int toLength)
    {
        var position = Math.Max(0, ((at + 0.5f) * length / toLength) - 0.5f);
        return ((int)position, position - (int)position);
    }
}
