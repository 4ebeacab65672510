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
        Description = "A real Redis instead of the embedded store: host:port[,option=value,...], or !/path for a Unix socket.";
        CustomParser = ParseConnection;
    }

    public string Allowed => "a StackExchange.Redis connection string such as 127.0.0.1:6379, host:6379,password=SECRET or !/run/redis.sock";

    private string? ParseConnection(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var shown = ConnectionStringText.WithoutPassword(text);

        try
        {
            // No host begins with a dash: that is the next argument, and the value was forgotten.
            if (!text.StartsWith('-') && ConfigurationOptions.Parse(text).EndPoints.Count > 0)
            {
                return text;
            }

            result.AddError($"{Name} is '{shown}'; allowed is {Allowed}.");
        }
        catch (ArgumentException failure)
        {
            result.AddError($"{Name} is '{shown}' ({failure.Message.ReplaceLineEndings(" ")}); allowed is {Allowed}.");
        }

        return null;
    }
}
