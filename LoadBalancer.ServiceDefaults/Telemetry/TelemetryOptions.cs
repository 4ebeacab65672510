namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Telemetry configuration.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>The largest <see cref="TracesPerSecond"/>.</summary>
    public const int MostTracesPerSecond = 1_000_000;

    /// <summary>
    /// The number of traces per second that this process records, from 0, which records none, to 1,000,000. A trace is counted when it
    /// enters the process: once, however many spans the process adds to it.
    /// </summary>
    public int TracesPerSecond { get; set; } = 100;

    /// <summary>
    /// Whether background work, which reads and writes Redis several times a second, begins traces too. Otherwise a trace begins with a
    /// request, and contains the Redis spans that belong to it. Probes of servers are never traced.
    /// </summary>
    public bool BackgroundTraces { get; set; }
}
