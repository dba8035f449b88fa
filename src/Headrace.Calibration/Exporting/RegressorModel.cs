using System.Globalization;
using Headrace.Calibration.Forest;
using Headrace.Onnx;
using Headrace.Onnx.Format;

namespace Headrace.Calibration.Exporting;

/// <summary>A forest as ONNX-ML's <c>TreeEnsembleRegressor</c> (https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html): counts [N, rois] → stage [N, 1].</summary>
public static class RegressorModel
{
    public const string Input = "counts";

    public const string Output = "stage";

    /// <summary>The metadata that says in which unit the stage is: m, cm, mm, ft or in.</summary>
    public const string UnitKey = "headrace.unit";

    private const string Domain = "ai.onnx.ml";

    public static ModelProto Of(RandomForest forest, CalibrationReport report) => new()
    {
        ProducerName = "headrace",
        DocString = "Stage of a river from the water pixels of its ROIs.",
        OpsetImport = [new OperatorSetIdProto("", 13), new OperatorSetIdProto(Domain, 1)],
        Graph = new GraphProto
        {
            Name = "stage",
            Input = [ValueInfoProto.Tensor(Input, OnnxElementType.Float, "N", forest.Width)],
            Output = [ValueInfoProto.Tensor(Output, OnnxElementType.Float, "N", 1)],
            Node = [Ensemble(forest)],
        },
        MetadataProps =
        [
            new(UnitKey, report.Unit),
            new("headrace.rois", Text(forest.Width)),
            new("headrace.rows", Text(report.Train.Rows)),
            new("headrace.r2", Text(report.HeldOut.R2 ?? double.NaN)),
            new("headrace.rmse", Text(report.HeldOut.Rmse)),
            new("headrace.seed", report.Forest.Seed.ToString(CultureInfo.InvariantCulture)),
            .. Rating(report),
        ],
    };

    /// <summary>Discharge in m³/s of a stage in the model's unit: a(h − h0)^b.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Rating(CalibrationReport report) => report.Rating is { } curve
        ? [new("headrace.rating.a", Text(curve.A)), new("headrace.rating.h0", Text(curve.H0)), new("headrace.rating.b", Text(curve.B))]
        : [];

    private static NodeProto Ensemble(RandomForest forest)
    {
        var nodes = forest.Trees.SelectMany((tree, number) => tree.Nodes.Select((node, index) => (Tree: (long)number, Index: (long)index, Node: node))).ToList();
        var leaves = nodes.FindAll(node => node.Node.IsLeaf);

        // Runtimes add leaves up as floats: around their mean they are small, and little is lost.
        var origin = (float)leaves.Average(leaf => leaf.Node.Value);
        return new NodeProto
        {
            OpType = "TreeEnsembleRegressor",
            Domain = Domain,
            Input = [Input],
            Output = [Output],
            Attribute =
            [
                AttributeProto.Of("aggregate_function", "AVERAGE"),
                AttributeProto.Of("base_values", [origin]),
                AttributeProto.Of("n_targets", 1),
                AttributeProto.Of("nodes_treeids", nodes.ConvertAll(node => node.Tree)),
                AttributeProto.Of("nodes_nodeids", nodes.ConvertAll(node => node.Index)),
                AttributeProto.Of("nodes_modes", nodes.ConvertAll(node => node.Node.IsLeaf ? "LEAF" : "BRANCH_LEQ")),
                AttributeProto.Of("nodes_featureids", nodes.ConvertAll(node => (long)Math.Max(0, node.Node.Feature))),
                AttributeProto.Of("nodes_values", nodes.ConvertAll(node => node.Node.Threshold)),
                AttributeProto.Of("nodes_truenodeids", nodes.ConvertAll(node => (long)node.Node.Left)),
                AttributeProto.Of("nodes_falsenodeids", nodes.ConvertAll(node => (long)node.Node.Right)),
                AttributeProto.Of("target_treeids", leaves.ConvertAll(leaf => leaf.Tree)),
                AttributeProto.Of("target_nodeids", leaves.ConvertAll(leaf => leaf.Index)),
                AttributeProto.Of("target_ids", leaves.ConvertAll(_ => 0L)),
                AttributeProto.Of("target_weights", leaves.ConvertAll(leaf => (float)(leaf.Node.Value - origin))),
                AttributeProto.Of("post_transform", "NONE"),
            ],
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
