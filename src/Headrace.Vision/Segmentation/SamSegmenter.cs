using Headrace.Onnx;
using Headrace.Vision.Decoding;
using Headrace.Vision.Resampling;

namespace Headrace.Vision.Segmentation;

/// <summary>A model of the SAM family as two: the image encoder, and the prompt encoder with the mask decoder as segment_anything exports them.</summary>
/// <remarks>
/// As SamPredictor.predict(point_coords=None, box=None or the whole picture, multimask_output=False): the longest side becomes the encoder's,
/// ImageNet's mean and deviation, zeros to the right and below; one mask, where its logit is above zero. Without a prompt the exported decoder
/// still wants a point: one of label −1, which stands for none.
/// </remarks>
public sealed class SamSegmenter : ISegmenter
{
    private const int MaskInputSide = 256;

    private readonly OnnxModel encoder;
    private readonly OnnxModel decoder;
    private readonly SegmenterSettings settings;
    private readonly Normalisation normalisation;
    private readonly float[] planes;
    private readonly int side;

    /// <summary>Owns the models.</summary>
    /// <exception cref="SegmentationException">Not such a pair; they were disposed.</exception>
    public SamSegmenter(OnnxModel encoder, OnnxModel decoder, SegmenterSettings settings)
    {
        (this.encoder, this.decoder, this.settings) = (encoder, decoder, settings);
        try
        {
            if (encoder.Inputs is not [{ Kind: OnnxKind.Tensor, Shape: [_, 3 or -1, _, _] } image] || !Precision.IsOf(image.ElementType))
            {
                throw new SegmentationException($"a SAM image encoder has one input, float32 or float16 [1,3,S,S]; this one has {string.Join(", ", encoder.Inputs.Select(port => $"{port.Name} {port}"))}");
            }

            foreach (var name in (string[])["image_embeddings", "point_coords", "point_labels"])
            {
                if (!decoder.Inputs.Any(port => port.Name == name))
                {
                    throw new SegmentationException($"a SAM mask decoder has an input {name}; this one has {string.Join(", ", decoder.Inputs.Select(port => port.Name))}");
                }
            }

            side = image.Shape[2] > 0 ? (int)image.Shape[2] : 1024;
            normalisation = settings.Normalisation(encoder.Metadata, Normalisation.ImageNet);
            planes = new float[checked(3 * side * side)];
        }
        catch
        {
            encoder.Dispose();
            decoder.Dispose();
            throw;
        }
    }

    /// <summary>The mask's: the predictor is given the picture at that size.</summary>
    public (int Width, int Height) InputSize => (settings.MaskWidth, settings.MaskHeight);

    public Mask Segment(RgbImage image)
    {
        var (maskWidth, maskHeight) = InputSize;
        var scale = (double)side / Math.Max(maskWidth, maskHeight);
        var (width, height) = ((int)((maskWidth * scale) + 0.5), (int)((maskHeight * scale) + 0.5));
        // Twice, as the predictor does it: to the mask's size, then to the encoder's.
        normalisation.Fill(RgbResampler.Resize(RgbResampler.Resize(image, maskWidth, maskHeight), width, height), planes, side, side);
        using var tensor = Precision.Tensor(encoder.Inputs[0].ElementType, planes, 1, 3, side, side);
        using var embeddings = encoder.Run(new OnnxInput(encoder.Inputs[0].Name, tensor));
        return Decode(embeddings[0], width, height);
    }

    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }

    private Mask Decode(OnnxValue embeddings, int width, int height)
    {
        (float[] coordinates, float[] labels) = settings.WholeImageBox ? ([0, 0, width, height], [2f, 3f]) : ((float[])[0, 0], (float[])[-1]);
        var values = new List<OnnxValue>();
        try
        {
            var inputs = new List<OnnxInput>();
            foreach (var port in decoder.Inputs)
            {
                if (port.Name == "image_embeddings" && port.ElementType == embeddings.ElementType)
                {
                    inputs.Add(new OnnxInput(port.Name, embeddings));
                    continue;
                }

                var type = port.ElementType;
                values.Add(port.Name switch
                {
                    "image_embeddings" => Precision.Tensor(type, Precision.Floats(embeddings).ToArray(), embeddings.Shape),
                    "point_coords" => Precision.Tensor(type, coordinates, 1, labels.Length, 2),
                    "point_labels" => Precision.Tensor(type, labels, 1, labels.Length),
                    "mask_input" => Precision.Tensor(type, new float[MaskInputSide * MaskInputSide], 1, 1, MaskInputSide, MaskInputSide),
                    "has_mask_input" => Precision.Tensor(type, [0], 1),
                    "orig_im_size" => Precision.Tensor(type, [settings.MaskHeight, settings.MaskWidth], 2),
                    _ => throw new SegmentationException($"the mask decoder wants an input {port.Name}, which a SAM decoder does not have"),
                });
                inputs.Add(new OnnxInput(port.Name, values[^1]));
            }

            using var results = decoder.Run([.. inputs]);
            var masks = results[decoder.Outputs.FirstOrDefault(port => port.Name == "masks")?.Name ?? decoder.Outputs[0].Name];
            return Threshold(masks, width, height);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    /// <summary>The first mask, which is the whole object's. A decoder that was exported without its last step gives the padded square, small.</summary>
    private Mask Threshold(OnnxValue masks, int width, int height)
    {
        if (!Precision.IsOf(masks.ElementType) || masks.Shape is not [1, >= 1, >= 1 and <= 16384, >= 1 and <= 16384])
        {
            throw new SegmentationException($"a SAM decoder's masks are float32 or float16 [1,N,H,W]; they came as {OnnxElementTypes.NameOf(masks.ElementType)}[{string.Join(',', masks.Shape.ToArray())}]");
        }

        var (rows, columns) = ((int)masks.Shape[2], (int)masks.Shape[3]);
        var isFinished = rows == settings.MaskHeight && columns == settings.MaskWidth;
        return new LogitMap(Precision.Floats(masks)[..(rows * columns)], 1, columns, rows).Enlarge(
            0, settings.MaskWidth, settings.MaskHeight, isFinished ? columns : (double)columns * width / side, isFinished ? rows : (double)rows * height / side);
    }
}
