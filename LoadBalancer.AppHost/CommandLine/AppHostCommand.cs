using System.Collections.Immutable;
using System.CommandLine;
using System.Text.RegularExpressions;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The command line of the AppHost: the names, allowed values and defaults of its arguments.</summary>
internal sealed partial class AppHostCommand : RootCommand
{
    private const int LastPort = 65535;
    private static readonly AppHostOptions Fallback = new();

    private readonly IntegerOption _backends = new(
        "--backends", "N", Fallback.Backends, 1, 1000,
        "Number of servers to start and keep running (1 to 1000). It can be changed in the dashboard.");

    private readonly IntegerOption _gateways = new(
        "--gateways", "N", Fallback.Gateways, 1, 100, "Number of gateways (1 to 100), on consecutive ports starting at --gateway-port.");

    private readonly IntegerOption _gatewayPort = new(
        "--gateway-port", "P", Fallback.GatewayPort, 1, LastPort,
        "Port of the first gateway (1 to 65535). If it requires privileges that the user does not have, the AppHost warns and uses 8080.");

    private readonly IntegerOption _dashboardPort = new(
        "--dashboard-port", "P", Fallback.DashboardPort, 1, LastPort,
        "Port of the dashboard (1 to 65535). It listens on loopback only, unless Dashboard__ApiKey is set.");

    private readonly RedisOption _redis = new();

    private readonly IntegerOption _maxBackends = new(
        "--max-backends", "N", AppHostOptions.DefaultMaxBackends, 1, 1000,
        "Largest number of servers that can be set in the dashboard (1 to 1000); at least --backends.");

    private readonly TextOption _store = new(
        "--store", "KIND", "embedded or container", text => KindOf(text) is not null, "The store to start: embedded, or container (Redis "
            + "in a container). Default: container if a container engine is running, otherwise embedded.");

    private readonly TextOption _redisVolume = new(
        "--redis-volume", "NAME", "a volume name of letters, digits, '-', '_' and '.'", IsVolumeName,
        "Keep the data of the container store in this volume.");

    private readonly Option<bool> _containers = new("--containers")
    {
        Description = "Run the servers as containers built from the repository's Dockerfile.",
    };

    private readonly TextOption _backendImage = new(
        "--backend-image", "NAME:TAG", "an image name such as loadbalancer/backend:latest", IsImage,
        "Run the servers as containers of an existing image.");

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show all output of every process, not only warnings and errors.",
    };

    public AppHostCommand()
        : base("Starts the load balancer on .NET Aspire: store, servers, gateways and dashboard. Ctrl+C drains and stops everything.")
    {
        Add(_backends);
        Add(_maxBackends);
        Add(_gateways);
        Add(_gatewayPort);
        Add(_dashboardPort);
        Add(_redis);
        Add(_store);
        Add(_redisVolume);
        Add(_containers);
        Add(_backendImage);
        Add(_verbose);
    }

    public static CommandLineOutcome Interpret(IReadOnlyList<string> arguments)
    {
        var command = new AppHostCommand();
        var (complete, missing) = command.TakeMissingValues(arguments);
        var result = command.Parse(complete, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

        if (result.Errors.Count > 0 || missing.Count > 0)
        {
            return new CommandLineOutcome.Invalid([.. missing, .. ArgumentProblems.Describe(command, result)]);
        }

        if (result.Action is not null)
        {
            return new CommandLineOutcome.HelpOrVersion(result);
        }

        var options = command.Read(result);
        var problems = command.Contradictions(options, isMaxGiven: result.GetResult(command._maxBackends) is { Implicit: false })
            .ToImmutableArray();
        return problems.IsEmpty ? new CommandLineOutcome.Accepted(options) : new CommandLineOutcome.Invalid(problems);
    }

    /// <summary>
    /// Removes arguments whose value is missing. The parser would take the next argument as the value, and report a problem with that
    /// instead.
    /// </summary>
    /// <returns>The remaining arguments, and one problem for each argument that lacks a value.</returns>
    private (List<string> Complete, List<string> Problems) TakeMissingValues(IReadOnlyList<string> arguments)
    {
        var (complete, problems) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var isFollowed = i + 1 < arguments.Count && arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            var rule = isFollowed
                ? Options.FirstOrDefault(option => string.Equals(option.Name, arguments[i], StringComparison.Ordinal)) as IArgumentRule
                : null;
            if (rule is null)
            {
                complete.Add(arguments[i]);
            }
            else
            {
                problems.Add(ArgumentProblems.MissingValue(arguments[i], rule));
            }
        }

        return (complete, problems);
    }

    private IEnumerable<string> Contradictions(AppHostOptions options, bool isMaxGiven)
    {
        var lastGatewayPort = options.GatewayPort + options.Gateways - 1;
        if (lastGatewayPort > LastPort)
        {
            yield return $"{_gatewayPort.Name} is '{options.GatewayPort}' with {options.Gateways} gateways, the last on port "
                + $"{lastGatewayPort}; it must be at most {LastPort - options.Gateways + 1}.";
        }

        if (options.DashboardPort >= options.GatewayPort && options.DashboardPort <= lastGatewayPort)
        {
            var taken = options.Gateways == 1 ? $"{options.GatewayPort}" : $"{options.GatewayPort} to {lastGatewayPort}";
            yield return $"{_dashboardPort.Name} is '{options.DashboardPort}', a gateway's port; it must be a port other than {taken}.";
        }

        if (isMaxGiven && options.MaxBackends < options.Backends)
        {
            yield return $"{_maxBackends.Name} is '{options.MaxBackends}' with {options.Backends} servers to start; it must be "
                + $"{options.Backends} to 1000.";
        }

        if (options.Redis is not null && options.Store is not null)
        {
            yield return $"{_store.Name} and {_redis.Name} cannot be combined; use only one: a store to start, "
                + "or one that is already running.";
        }

        if (options.RedisVolume is { } volume && (options.Redis is not null || options.Store == StoreKind.Embedded))
        {
            yield return $"{_redisVolume.Name} '{volume}' requires {_store.Name} container.";
        }

        if (options.Containers && options.BackendImage is { } image)
        {
            yield return $"{_containers.Name} and {_backendImage.Name} '{image}' cannot be combined; use only one.";
        }
    }

    private AppHostOptions Read(ParseResult result) => new()
    {
        Backends = result.GetValue(_backends),
        MaxBackends = result.GetResult(_maxBackends) is { Implicit: false }
            ? result.GetValue(_maxBackends)
            : Math.Max(AppHostOptions.DefaultMaxBackends, result.GetValue(_backends)),
        Gateways = result.GetValue(_gateways),
        GatewayPort = result.GetValue(_gatewayPort),
        DashboardPort = result.GetValue(_dashboardPort),
        Redis = result.GetValue(_redis),
        Store = KindOf(result.GetValue(_store)),
        RedisVolume = result.GetValue(_redisVolume),
        Containers = result.GetValue(_containers),
        BackendImage = result.GetValue(_backendImage),
        Verbose = result.GetValue(_verbose),
    };

    private static StoreKind? KindOf(string? text) => text switch
    {
        "embedded" => StoreKind.Embedded,
        "container" => StoreKind.Container,
        _ => null,
    };

    private static bool IsImage(string text) => text.Length is > 0 and <= 255 && Image().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-zA-Z0-9._/:@-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    private static bool IsVolumeName(string text) =>
        text.Length is > 0 and <= 64
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
