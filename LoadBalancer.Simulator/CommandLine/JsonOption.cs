using System.CommandLine;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Creates the option <c>--json</c>.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Print one JSON object instead of tables." };
}
