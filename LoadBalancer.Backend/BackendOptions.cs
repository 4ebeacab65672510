namespace LoadBalancer.Backend;

/// <summary>What the demonstration server can be told. Configuration section <c>Backend</c>.</summary>
internal sealed class BackendOptions
{
    public const string Section = "Backend";

    /// <summary>An existing folder for the log of POSTs, one file per server; none is written by default.</summary>
    public string? PostLog { get; set; }
}
