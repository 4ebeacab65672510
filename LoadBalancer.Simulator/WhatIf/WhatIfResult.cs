using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>What a change would do: the JSON of <c>--json</c>. Parts are of all keys, 0 to 1; with a log, of all requests.</summary>
/// <param name="Algorithm">How keys are placed.</param>
/// <param name="AlgorithmAfter">How they would be, where that changes.</param>
/// <param name="Keys">How many were placed.</param>
/// <param name="Source"><c>synthetic</c> or <c>log</c>.</param>
/// <param name="Before">How evenly, before.</param>
/// <param name="After">How evenly, after.</param>
/// <param name="Moved">Those that would have another owner.</param>
/// <param name="Ideal">Those that must have, for all shares to follow the weights.</param>
/// <param name="MovedBetweenOld">Those of <paramref name="Moved"/> that move between two servers that stay as they are.</param>
/// <param name="Servers">All servers.</param>
/// <param name="Log">What was read of the logs.</param>
/// <param name="WithoutKey">Requests of the logs that had no key.</param>
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
