using System.CommandLine;
using System.CommandLine.Parsing;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Finds misspelled options, which would otherwise be taken for file names.</summary>
internal static class UnknownOptions
{
    /// <summary>The number of changed characters up to which a name is a misspelling of another.</summary>
    private const int MostChanges = 3;

    /// <summary>Returns a message for each unknown option. After <c>--</c>, everything is an argument.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value);
        var names = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed.UnmatchedTokens.Concat(arguments).Where(text => text.Length > 1 && text[0] == '-').Select(text => text.Split('=')[0]);
        return names.Distinct(StringComparer.Ordinal).Select(name => MessageOf(name, parsed.CommandResult.Command));
    }

    private static string MessageOf(string name, Command command)
    {
        var closest = command.Options.Select(option => option.Name).MinBy(option => ChangesBetween(name, option));
        return closest is not null && ChangesBetween(name, closest) <= MostChanges
            ? $"Unknown option '{name}': did you mean {closest}?"
            : $"Unknown option '{name}': {command.Name} --help lists all options.";
    }

    /// <summary>Returns the number of characters to insert, remove or replace (Levenshtein distance).</summary>
    private static int ChangesBetween(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
