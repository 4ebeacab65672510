using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>The effect of a change: the JSON of <c>--json</c>. Fractions are of all keys, 0 to 1; with a log, of all requests.</summary>
/// <param name="Algorithm">The placement algorithm.</param>
/// <param name="AlgorithmAfter">The placement algorithm after the change, if it changes.</param>
/// <param name="Keys">The number of keys that were placed.</param>
/// <param name="Source"><c>synthetic</c> or <c>log</c>.</param>
/// <param name="Before">How evenly keys are distributed before the change.</param>
/// <param name="After">How evenly keys are distributed after the change.</param>
/// <param name="Moved">The fraction of keys that go to a different server after the change.</param>
/// <param name="Ideal">The fraction of keys that must move for all shares to follow the weights.</param>
/// <param name="MovedBetweenOld">
/// The fraction of keys that move between two servers that are unchanged; they are included in <paramref name="Moved"/>.
/// </param>
/// <param name="Servers">The figures of all servers, before and after the change.</param>
/// <param name="Log">The number of lines read from the logs, and the problems found in them.</param>
/// <param name="WithoutKey">The number of requests in the logs that had no key.</param>
internal sealed record WhatIfResult(
    string Algorithm,
    string? AlgorithmAfter,
    long Keys,
    string Source,
    Evenness Before,
    Evenness After,
    double Moved,
    double Ideal,
    double MovedBetweenOld,
    IReadOnlyList<ServerForecast> Servers,
    LogProblems? Log,
    long? WithoutKey);
