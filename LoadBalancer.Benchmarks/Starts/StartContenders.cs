using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>The processes to start: plain YARP, and the gateway in the variants that affect its start.</summary>
internal static class StartContenders
{
    private const string AsBuilt = "gateway, as built, no warm-up";
    private const string Ahead = "gateway, compiled ahead, no warm-up";

    /// <summary>The gateway as it is shipped. Its warm throughput is the reference for all gateways.</summary>
    public const string WarmingUp = "gateway, compiled ahead, warming up";

    private const string Unobserved = "the same, without TieredPGO";
    private const string Unhurried = "the same, with .NET's default compilation delay";

    public static readonly string[] Names = [Contenders.Yarp, AsBuilt, Ahead, WarmingUp, Unobserved, Unhurried];

    /// <param name="rig">The servers and Redis.</param>
    /// <param name="published">The folder of the gateway, published as for its image.</param>
    public static Contender[] All(Rig rig, string published) =>
    [
        Contenders.All(rig).Single(contender => contender.Name == Contenders.Yarp) with { IsManaged = false },
        Gateway(AsBuilt, rig, published: null, ("Gateway__WarmUp", "00:00:00")),
        Gateway(Ahead, rig, published, ("Gateway__WarmUp", "00:00:00")),
        Gateway(WarmingUp, rig, published),
        Gateway(Unobserved, rig, published, ("DOTNET_TieredPGO", "0")),
        Gateway(Unhurried, rig, published, ("DOTNET_TC_CallCountingDelayMs", 100.ToString("x", CultureInfo.InvariantCulture))),
    ];

    /// <summary>Publishes the gateway as for its image: like the Dockerfile, but for the machine's own runtime.</summary>
    public static Task PublishAsync(string folder) => Commands.RunAsync(
        Cores.Load,
        "dotnet",
        "publish", "LoadBalancer.Gateway", "-c", "Release", "-o", folder, "--use-current-runtime", "--self-contained", "false",
        "-p:PublishReadyToRun=true", "-p:RunAnalyzers=false", "-p:DebugType=none", "-p:GenerateDocumentationFile=false");

    /// <summary>
    /// Creates a variant of the gateway. Its allocations are not read, because the code that reads them would take part in the start.
    /// </summary>
    private static Contender Gateway(string name, Rig rig, string? published, params (string Name, string Value)[] variables)
    {
        var contender = Contenders.Gateway(rig, variables.ToDictionary(
            variable => variable.Name, variable => variable.Value, StringComparer.Ordinal)) with
        {
            Name = name,
            IsManaged = false,
        };
        return published is null
            ? contender
            : contender with { Command = (_, _) => ["dotnet", Path.Combine(published, "LoadBalancer.Gateway.dll")] };
    }
}
