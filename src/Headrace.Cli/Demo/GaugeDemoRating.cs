using Headrace.Onnx;
using Headrace.Onnx.Format;

namespace Headrace.Cli.Demo;

/// <summary>
/// A site's regressor for the demo: stage by the sum of its regions' water pixels, a straight line between calibration points, as an ONNX graph of
/// ramps: stage = first + Σ wᵢ · max(0, pixels − cᵢ). Never falls as the water rises.
/// </summary>
internal static class GaugeDemoRating
{
    /// <param name="points">Pixels and stage in metres, at least one.</param>
    public static byte[] ToOnnx(IEnumerable<(double Pixels, double Stage)> points, int regions)
    {
        // Where the regions show no difference the middle of the stages is the best guess.
        var knots = points.GroupBy(point => point.Pixels).Select(same => (Pixels: same.Key, Stage: same.Average(point => point.Stage))).OrderBy(point => point.Pixels).ToList();
        for (var at = 1; at < knots.Count; at++)
        {
            knots[at] = (knots[at].Pixels, Math.Max(knots[at].Stage, knots[at - 1].Stage));
        }

        var slopes = knots.Zip(knots.Skip(1), (one, next) => (next.Stage - one.Stage) / (next.Pixels - one.Pixels)).Append(0).ToList();
        var weights = slopes.Select((slope, at) => (float)(slope - (at == 0 ? 0 : slopes[at - 1]))).ToArray();
        var starts = knots.Select(knot => (float)knot.Pixels).ToArray();
        return new ModelProto
        {
            ProducerName = "headrace",
            OpsetImport = [new("", 15)],
            MetadataProps = [new("headrace.unit", "m")],
            Graph = new GraphProto
            {
                Name = "rating",
                Node =
                [
                    new NodeProto { OpType = "MatMul", Input = ["counts", "ones"], Output = ["pixels"] },
                    new NodeProto { OpType = "Sub", Input = ["pixels", "starts"], Output = ["beyond"] },
                    new NodeProto { OpType = "Relu", Input = ["beyond"], Output = ["ramps"] },
                    new NodeProto { OpType = "MatMul", Input = ["ramps", "weights"], Output = ["rise"] },
                    new NodeProto { OpType = "Add", Input = ["rise", "first"], Output = ["stage"] },
                ],
                Initializer =
                [
                    TensorProto.Of("ones", [regions, 1], Enumerable.Repeat(1f, regions).ToArray()),
                    TensorProto.Of("starts", [1, starts.Length], starts),
                    TensorProto.Of("weights", [weights.Length, 1], weights),
                    TensorProto.Of("first", [1], (float[])[(float)knots[0].Stage]),
                ],
                Input = [ValueInfoProto.Tensor("counts", OnnxElementType.Float, "N", regions)],
                Output = [ValueInfoProto.Tensor("stage", OnnxElementType.Float, "N", 1)],
            },
        }.ToBytes();
    }
}
