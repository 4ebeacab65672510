using System.Globalization;

namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>The name of this process as an orchestrator. Thread-safe.</summary>
internal static class OrchestratorName
{
    /// <summary>The name, of the form <c>machine/id</c>.</summary>
    public static string Own { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
}
