using System.Globalization;

namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>What this process calls itself as an orchestrator. Thread-safe.</summary>
internal static class OrchestratorName
{
    /// <summary><c>machine/id</c>.</summary>
    public static string Own { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
}
