using System.CommandLine;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Creates the option <c>--json</c>.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "One JSON object on standard output instead of tables." };
}
