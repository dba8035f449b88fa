using System.Runtime.InteropServices;
using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet.Layers;

/// <summary><c>[convolutional]</c>: batch normalisation is folded into weights and biases.</summary>
internal static class ConvolutionalLayer
{
    /// <summary>As OpenCV has it: added to the variance.</summary>
    private const double Epsilon = 1e-6;

    public static FeatureMap Build(LayerContext context)
    {
        var section = context.Section;
        var input = context.Input;
        var kernel = section.RequiredInt("size", 1, LayerLimits.Kernel);
        var filters = section.RequiredInt("filters", 1, LayerLimits.Channels);
        var stride = section.Int("stride", 1, 1, LayerLimits.Side);
        var groups = section.Int("groups", 1, 1, LayerLimits.Channels);
        var padding = section.Flag("pad") ? kernel / 2 : section.Int("padding", 0, 0, LayerLimits.Kernel);
        foreach (var (key, neutral) in Neutral)
        {
            section.Refuse(key, neutral);
        }

        section.Refuse("stride_x", $"{stride}");
        section.Refuse("stride_y", $"{stride}");
        if (input.Channels % groups != 0 || filters % groups != 0)
        {
            throw section.Error("groups", $"groups={groups} divides {input.Channels} channels into {filters} filters unevenly");
        }

        var output = LayerLimits.Check(section, new FeatureMap("", filters, Size(input.Height), Size(input.Width)));
        var (weights, biases) = Load(context, filters, input.Channels / groups, kernel);
        return output with
        {
            Name = context.Graph.Node(
                "Conv",
                context.Prefix,
                [input.Name, weights, biases],
                AttributeProto.Of("kernel_shape", [(long)kernel, kernel]),
                AttributeProto.Of("strides", [(long)stride, stride]),
                AttributeProto.Of("pads", [(long)padding, padding, padding, padding]),
                AttributeProto.Of("group", groups)),
        };

        int Size(int side) => side + (2 * padding) < kernel ? 0 : ((side - kernel + (2 * padding)) / stride) + 1;
    }

    /// <summary>Keys of other Darknets that change the result, with the value that does not.</summary>
    private static readonly (string Key, string Neutral)[] Neutral =
        [("flipped", "0"), ("dilation", "1"), ("binary", "0"), ("xnor", "0"), ("antialiasing", "0"), ("deform", "0"), ("sway", "0"), ("rotate", "0"), ("stretch", "0"), ("stretch_sway", "0"), ("share_index", "-1000000000")];

    private static (string Weights, string Biases) Load(LayerContext context, int filters, int channels, int kernel)
    {
        var section = context.Section;
        var normalised = section.Flag("batch_normalize");
        var biases = context.TakeFloats("biases", filters);
        var scales = normalised ? context.TakeFloats("scales", filters) : [];
        var means = normalised ? context.TakeFloats("means", filters) : [];
        var variances = normalised ? context.TakeFloats("variances", filters) : [];
        var perFilter = (long)channels * kernel * kernel;
        var kernels = context.Weights.Take(section, "weights", filters * perFilter);
        long[] shape = [filters, channels, kernel, kernel];
        if (!normalised)
        {
            return (context.Graph.Constant($"{context.Prefix}_weights", shape, kernels), context.Graph.Constant($"{context.Prefix}_biases", [filters], biases));
        }

        var folded = MemoryMarshal.Cast<byte, float>(kernels.Span).ToArray();
        for (var filter = 0; filter < filters; filter++)
        {
            var factor = scales[filter] / Math.Sqrt(variances[filter] + Epsilon);
            if (!double.IsFinite(factor))
            {
                throw section.Error($"filter {filter} has variance {variances[filter]} and scale {scales[filter]}: these are not this layer's weights", DarknetFile.Weights);
            }

            foreach (ref var weight in folded.AsSpan((int)(filter * perFilter), (int)perFilter))
            {
                weight = (float)(weight * factor);
            }

            biases[filter] = (float)(biases[filter] - (means[filter] * factor));
        }

        return (context.Graph.Constant($"{context.Prefix}_weights", shape, folded), context.Graph.Constant($"{context.Prefix}_biases", [filters], biases));
    }
}
