namespace LoadBalancer.AppHost.CommandLine;

/// <summary>
/// The command line, split into our own arguments and those that azd, the Aspire CLI and Aspire's tests pass to Aspire itself.
/// </summary>
/// <param name="Own">The arguments for <see cref="AppHostCommand"/>, which rejects unknown ones.</param>
/// <param name="Foreign">The arguments for Aspire.</param>
/// <param name="Keys">The configuration keys among the foreign arguments, as they were written.</param>
internal sealed record AppHostArguments(string[] Own, string[] Foreign, string[] Keys)
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "--operation", "--publisher", "--step", "--output-path", "--log-level", "--include-exception-details", "--clear-cache", "--yes",
        "--environment", "--applicationName", "--contentRoot",
    };

    /// <summary>
    /// Separates Aspire's named arguments with their values, and configuration keys (<c>Section:Key=value</c>), from the rest.
    /// </summary>
    public static AppHostArguments Split(IReadOnlyList<string> arguments)
    {
        var (own, foreign, keys) = (new List<string>(), new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var target = IsForeign(arguments[i]) ? foreign : own;
            target.Add(arguments[i]);
            if (IsKey(arguments[i]))
            {
                keys.Add(arguments[i].Split('=', 2)[0]);
            }

            // A value stays with its name whatever it looks like: a connection string also contains a colon and an equals sign.
            if (IsNameAlone(arguments[i]) && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                target.Add(arguments[++i]);
            }
        }

        return new AppHostArguments([.. own], [.. foreign], [.. keys]);
    }

    private static bool IsNameAlone(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && !argument.Contains('=', StringComparison.Ordinal);

    private static bool IsForeign(string argument)
    {
        var name = argument.Split('=', 2)[0];
        return Names.Contains(name)
            || name.StartsWith("--dcp-", StringComparison.OrdinalIgnoreCase)
            || IsKey(argument);
    }

    private static bool IsKey(string argument)
    {
        var name = argument.Split('=', 2)[0];
        return name.Contains(':', StringComparison.Ordinal)
            && (name.StartsWith("--", StringComparison.Ordinal) || name.Length < argument.Length);
    }
}
