namespace LoadBalancer.Benchmarks.Starts;

/// <summary>One start of a process.</summary>
/// <param name="Contender">Which.</param>
/// <param name="Served">Seconds from the start of the process until a request is served.</param>
/// <param name="Ready">Until it says that it is ready.</param>
/// <param name="Most">Until it serves 80 % of what it serves when it is warm, and goes on doing so.</param>
/// <param name="FirstSecond">The part of that which it serves in the first second of load.</param>
/// <param name="Warm">Requests a second when it is warm.</param>
internal sealed record StartSample(string Contender, double Served, double Ready, double Most, double FirstSecond, double Warm)
{
    /// <summary>Seconds from when it says that it is ready.</summary>
    public double MostAfterReady => Most - Ready;
}
