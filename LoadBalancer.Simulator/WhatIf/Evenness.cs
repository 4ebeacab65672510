namespace LoadBalancer.Simulator.WhatIf;

/// <summary>How evenly keys are distributed over servers.</summary>
/// <param name="Servers">The number of servers.</param>
/// <param name="PeakToMean">The largest share, relative to what the server's weight deserves; 1 is perfect.</param>
/// <param name="RelativeDeviation">
/// The root mean square of the relative deviations of shares from what the weights deserve; 0 is perfect.
/// </param>
internal sealed record Evenness(int Servers, double PeakToMean, double RelativeDeviation)
{
    /// <param name="servers">The weight and the share of each server.</param>
    public static Evenness Of(IReadOnlyCollection<(int Weight, double Share)> servers)
    {
        var total = servers.Sum(server => (double)server.Weight);
        var relative = servers.Select(server => server.Share / (server.Weight / total)).ToList();
        return new(servers.Count, relative.Max(), Math.Sqrt(relative.Average(share => (share - 1) * (share - 1))));
    }
}
