using System.CommandLine;
using System.CommandLine.Parsing;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>A Redis connection string, read by the same parser that the started projects use.</summary>
internal sealed class RedisOption : Option<string?>, IArgumentRule
{
    public const string OptionName = "--redis";

    /// <summary>The name of the same connection string as a setting, <c>ConnectionStrings:redis</c>.</summary>
    public const string SettingName = "redis";

    private const string AllowedText = "a StackExchange.Redis connection string such as 127.0.0.1:6379, host:6379,password=SECRET or !/run/redis.sock";

    public RedisOption()
        : base(OptionName)
    {
        HelpName = "CONNECTION";
        Description = "A Redis that is already running, instead of a store to start: host:port[,option=value,...], or !/path for a Unix socket. "
            + "Out of sight of other users: ConnectionStrings__redis in the environment.";
        CustomParser = ParseConnection;
    }

    public string Allowed => AllowedText;

    /// <summary>Why this is no connection string, in one line without its password; <see langword="null"/> where it is one.</summary>
    /// <param name="setting">Where it was given.</param>
    /// <param name="text">The connection string.</param>
    public static string? FindProblem(string setting, string text)
    {
        var reason = "";
        try
        {
            // No host begins with a dash.
            if (!string.IsNullOrWhiteSpace(text) && !text.StartsWith('-') && ConfigurationOptions.Parse(text).EndPoints.Count > 0)
            {
                return null;
            }
        }
        catch (ArgumentException failure)
        {
            reason = Reason(failure);
        }

        return $"{setting} is '{ConnectionStringText.WithoutPassword(text)}'{reason}; allowed is {AllowedText}.";
    }

    private string? ParseConnection(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (FindProblem(Name, text) is { } problem)
        {
            result.AddError(problem);
            return null;
        }

        return text;
    }

    /// <summary>What the parser says of a keyword is meant for users; what the runtime says of arguments is not.</summary>
    private static string Reason(ArgumentException failure) =>
        failure.Message.StartsWith("Keyword ", StringComparison.Ordinal) ? $" ({failure.Message.ReplaceLineEndings(" ").Split(" (Parameter '", 2)[0].TrimEnd('.')})" : "";
}
