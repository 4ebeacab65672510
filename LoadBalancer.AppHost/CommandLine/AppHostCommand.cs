using System.CommandLine;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The arguments of the AppHost: what they are called, what they allow, what they default to.</summary>
internal sealed class AppHostCommand : RootCommand
{
    private const int LastPort = 65535;
    private static readonly TopologyOptions Fallback = new();

    private readonly IntegerOption _backends = new(
        "--backends", "N", Fallback.Backends, 1, 1000, "Servers to start and to keep running (1 to 1000); the dashboard can change it later.");

    private readonly IntegerOption _gateways = new(
        "--gateways", "N", Fallback.Gateways, 1, 100, "Gateway replicas; the first has the gateway port, the next ones the ports after it (1 to 100).");

    private readonly IntegerOption _gatewayPort = new(
        "--gateway-port", "P", Fallback.GatewayPort, 1, LastPort, "Port of the first gateway (1 to 65535); 8080 where binding it is not permitted.");

    private readonly IntegerOption _dashboardPort = new(
        "--dashboard-port", "P", Fallback.DashboardPort, 1, LastPort, "Port of the dashboard (1 to 65535); on loopback only, unless Dashboard__ApiKey is set.");

    private readonly RedisOption _redis = new();

    private readonly TextOption _redisVolume = new(
        "--redis-volume", "NAME", "a volume's name of letters, digits, '-', '_' and '.'", IsVolumeName, "Keep Redis's data in this volume (with Aspire only).");

    private readonly TextOption _publishTo = new(
        "--publish-to", "TARGET", "compose or kubernetes", text => TargetOf(text) is not null, "Write files for compose or kubernetes instead of azd's manifest, with '--operation publish --step publish --output-path DIR' (with Aspire only).");

    public AppHostCommand()
        : base("Starts the load balancer: store, servers, gateways and dashboard. Ctrl+C drains and stops all of it.")
    {
        Add(_backends);
        Add(_gateways);
        Add(_gatewayPort);
        Add(_dashboardPort);
        Add(_redis);
        Add(_redisVolume);
        Add(_publishTo);
    }

    public static CommandLineOutcome Interpret(IReadOnlyList<string> arguments)
    {
        var command = new AppHostCommand();
        var result = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

        if (result.Errors.Count > 0)
        {
            return new CommandLineOutcome.Refused([.. ArgumentProblems.Describe(command, result)]);
        }

        if (result.Action is not null)
        {
            return new CommandLineOutcome.Answered(result);
        }

        var options = command.Read(result);
        var lastGatewayPort = options.GatewayPort + options.Gateways - 1;

        return lastGatewayPort <= LastPort
            ? new CommandLineOutcome.Accepted(options)
            : new CommandLineOutcome.Refused(
                [$"{command._gatewayPort.Name} is '{options.GatewayPort}' with {options.Gateways} gateways, the last on port {lastGatewayPort}; allowed is at most {LastPort - options.Gateways + 1}."]);
    }

    private TopologyOptions Read(ParseResult result) => new()
    {
        Backends = result.GetValue(_backends),
        Gateways = result.GetValue(_gateways),
        GatewayPort = result.GetValue(_gatewayPort),
        DashboardPort = result.GetValue(_dashboardPort),
        Redis = result.GetValue(_redis),
        RedisVolume = result.GetValue(_redisVolume),
        PublishTo = TargetOf(result.GetValue(_publishTo)),
    };

    private static PublishTarget? TargetOf(string? text) => text switch
    {
        "compose" => PublishTarget.Compose,
        "kubernetes" => PublishTarget.Kubernetes,
        _ => null,
    };

    private static bool IsVolumeName(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
