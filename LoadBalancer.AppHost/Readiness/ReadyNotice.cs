using System.Collections.Immutable;
using System.Globalization;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>
/// What is printed once the application is ready: on a terminal, a box with the addresses and the next steps; elsewhere, one line, which
/// programs can wait for.
/// </summary>
internal static class ReadyNotice
{
    private const string Title = "Ready";

    /// <summary>The number of characters that a frame adds to a line.</summary>
    private const int Frame = 4;

    /// <summary>Returns what a terminal shows until then, since a start takes some seconds.</summary>
    public static string Starting(int servers, int gateways) =>
        $"Starting {Number(servers, "server")}, {Number(gateways, "gateway")} and the dashboard …";

    /// <summary>Returns the lines.</summary>
    /// <param name="addresses">The addresses for users.</param>
    /// <param name="shortfall">What is missing; empty if nothing is.</param>
    /// <param name="width">The width of the terminal, in characters; <see langword="null"/> without one.</param>
    public static IEnumerable<string> Lines(ImmutableArray<UserAddress> addresses, string shortfall, int? width)
    {
        if (width is null)
        {
            var all = addresses.Select(address => address.IsGateway ? address.Url : $"{address.Name} {address.Url}");
            return [$"{Title}: {string.Join(", ", all)}{(shortfall.Length > 0 ? $" ({shortfall})" : "")}"];
        }

        (string Name, string Text)[] steps =
            [.. addresses.Select(address => (address.Name, address.Url)), ("", ""), .. NextSteps(addresses)];
        var names = steps.Max(step => step.Name.Length);
        string[] lines = [.. steps.Select(step => $"{step.Name.PadRight(names)}  {step.Text}".TrimEnd())];
        var title = shortfall.Length > 0 ? $"{Title}, but {shortfall}" : Title;
        var inner = lines.Append(title).Max(line => line.Length);
        return inner + Frame <= width ? Box(title, lines, inner) : ["", title, "", .. lines.Select(line => $"  {line}"), ""];
    }

    private static IEnumerable<(string Name, string Text)> NextSteps(ImmutableArray<UserAddress> addresses)
    {
        if (addresses.FirstOrDefault(address => address.IsGateway) is { } gateway)
        {
            yield return ("Send a request", $"curl {gateway.Url}");
            yield return ("Send load", $"dotnet run --project LoadBalancer.Simulator -- load --url {gateway.Url}");
        }

        yield return ("Stop", "Ctrl+C");
    }

    private static string Number(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static IEnumerable<string> Box(string title, string[] lines, int inner) =>
    [
        $"╭─ {title} {new string('─', inner - title.Length - 1)}╮",
        .. lines.Select(line => $"│ {line.PadRight(inner)} │"),
        $"╰{new string('─', inner + 2)}╯",
    ];
}
