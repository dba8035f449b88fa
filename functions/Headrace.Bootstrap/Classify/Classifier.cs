using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Headrace.Bootstrap.Runtime;
using Headrace.Onnx;

namespace Headrace.Bootstrap.Classify;

/// <summary>A model from rows of numbers to a label each: any ONNX model whose one input is float [N, width] and whose first output has one value a row.</summary>
internal sealed class Classifier : IDisposable
{
    private readonly OnnxModel model;

    private Classifier(OnnxModel model, int? width) => (this.model, Width) = (model, width);

    /// <summary>How many numbers a row has; null when the model does not say.</summary>
    public int? Width { get; }

    /// <exception cref="HandlerException">ModelRejected: not a model, or not such a model.</exception>
    public static Classifier Open(string path)
    {
        OnnxModel? model = null;
        try
        {
            model = OnnxModel.Open(path);
            if (model.Inputs is not [{ Kind: OnnxKind.Tensor, ElementType: OnnxElementType.Float, Shape.Count: 2 } input])
            {
                throw new HandlerException("ModelRejected", $"MODEL {path} takes {string.Join(", ", model.Inputs.Select(port => $"{port.Name} {port}"))}; a classifier takes one float32[N,width]");
            }

            var opened = new Classifier(model, input.Shape[1] > 0 ? (int)input.Shape[1] : null);
            model = null;
            return opened;
        }
        catch (OnnxException failure)
        {
            throw new HandlerException("ModelRejected", $"MODEL {path}: {failure.Message}", failure);
        }
        finally
        {
            model?.Dispose();
        }
    }

    /// <summary>The labels as a JSON list, as Python's <c>json.dumps</c> writes one.</summary>
    /// <exception cref="OnnxException">The model refuses the rows.</exception>
    public string Predict(Rows rows)
    {
        using var input = OnnxValue.Over<float>(rows.Numbers, rows.Count, rows.Width);
        using var results = model.Run(new OnnxInput(model.Inputs[0].Name, input));
        return List(results[0]);
    }

    private static string List(OnnxValue labels)
    {
        var text = new StringBuilder("[");
        switch (labels.ElementType)
        {
            case OnnxElementType.Int64:
                foreach (var label in labels.AsSpan<long>())
                {
                    text.Append(text.Length > 1 ? ", " : "").Append(label);
                }

                break;
            case OnnxElementType.Float:
                foreach (var label in labels.AsSpan<float>())
                {
                    text.Append(text.Length > 1 ? ", " : "").Append(label.ToString("R", CultureInfo.InvariantCulture));
                }

                break;
            default:
                foreach (var label in labels.ToStrings())
                {
                    text.Append(text.Length > 1 ? ", " : "").Append('"').Append(JsonEncodedText.Encode(label, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append('"');
                }

                break;
        }

        return text.Append(']').ToString();
    }

    public void Dispose() => model.Dispose();
}
