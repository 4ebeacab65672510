namespace LoadBalancer.Simulator.WhatIf;

/// <summary>How evenly keys lie on servers.</summary>
/// <param name="Servers">How many there are.</param>
/// <param name="PeakToMean">The greatest share, each relative to what its weight deserves; 1 is perfect.</param>
/// <param name="RelativeDeviation">
/// The root mean square of what shares deviate from what their weights deserve, relative to that; 0 is perfect.
/// </param>
internal sealed record Evenness(int Servers, double PeakToMean, double RelativeDeviation)
{
    /// <param name="servers">Weight and share of each.</param>
    public static Evenness Of(IReadOnlyCollection<(int Weight, double Share)> servers)
    {
        var total = servers.Sum(server => (double)server.Weight);
        var relative = servers.Select(server => server.Share / (server.Weight / total)).ToList();
        return new(servers.Count, relative.Max(), Math.Sqrt(relative.Average(share => (share - 1) * (share - 1))));
    }
}
