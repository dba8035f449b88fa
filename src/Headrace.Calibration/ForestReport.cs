namespace Headrace.Calibration;

public sealed record ForestReport(int Trees, int? MaximumDepth, int MinimumLeaf, double MaximumFeatures, ulong Seed, int Nodes);
