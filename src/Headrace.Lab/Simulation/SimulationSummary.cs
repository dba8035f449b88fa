namespace Headrace.Lab.Simulation;

/// <summary>What the model of Lambda's concurrency predicts, and how far it can be believed: <c>simulation.json</c> of a simulated run.</summary>
/// <param name="Model">The model's settings, a line each: limits, scaling rate, keep-alive, where its times come from.</param>
/// <param name="Predictions">By number of sites.</param>
/// <param name="Validation">Null: not held against a measured run.</param>
public sealed record SimulationSummary(IReadOnlyList<string> Model, IReadOnlyList<Prediction> Predictions, ModelValidation? Validation);
