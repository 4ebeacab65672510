using System.CommandLine;
using System.CommandLine.Parsing;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>A Redis connection string, read by the same parser that the started projects use.</summary>
internal sealed class RedisOption : Option<string?>, IArgumentRule
{
    public RedisOption()
        : base("--redis")
    {
        HelpName = "CONNECTION";
        Description = "A Redis that is already running, instead of a store to start: host:port[,option=value,...], or !/path for a Unix socket.";
        CustomParser = ParseConnection;
    }

    public string Allowed => "a StackExchange.Redis connection string such as 127.0.0.1:6379, host:6379,password=SECRET or !/run/redis.sock";

    private string? ParseConnection(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var shown = ConnectionStringText.WithoutPassword(text);

        try
        {
            // No host begins with a dash.
            if (!string.IsNullOrWhiteSpace(text) && !text.StartsWith('-') && ConfigurationOptions.Parse(text).EndPoints.Count > 0)
            {
                return text;
            }

            result.AddError($"{Name} is '{shown}'; allowed is {Allowed}.");
        }
        catch (ArgumentException failure)
        {
            result.AddError($"{Name} is '{shown}'{Reason(failure)}; allowed is {Allowed}.");
        }

        return null;
    }

    /// <summary>What the parser says of a keyword is meant for users; what the runtime says of arguments is not.</summary>
    private static string Reason(ArgumentException failure) =>
        failure.Message.StartsWith("Keyword ", StringComparison.Ordinal) ? $" ({failure.Message.ReplaceLineEndings(" ").Split(" (Parameter '", 2)[0].TrimEnd('.')})" : "";
}
