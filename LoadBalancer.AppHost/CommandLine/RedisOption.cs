using System.CommandLine;
using System.CommandLine.Parsing;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Redis.Connections;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>
/// A Redis connection string, read by the parser that the started projects use. The value is never shown because it may contain a password.
/// </summary>
internal sealed class RedisOption : Option<string?>, IArgumentRule
{
    public const string OptionName = "--redis";

    /// <summary>The name of the same connection string as a setting, <c>ConnectionStrings:redis</c>.</summary>
    public const string SettingName = "redis";

    public RedisOption()
        : base(OptionName)
    {
        HelpName = "CONNECTION";
        Description =
            "Use an existing Redis instead of starting a store: host:port[,option=value,...], "
            + "redis[s]://user:password@host:port/database, or !/path for a Unix socket. To hide it from other users, set "
            + "ConnectionStrings__redis and Redis__PasswordFile in the environment instead.";
        CustomParser = ParseConnection;
    }

    public string Allowed => RedisConnection.AllowedText;

    private string? ParseConnection(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            // Whether a password is configured separately is known only later, when the settings are read.
            RedisConnection.Parse(Name, text, isPasswordApart: true);
            return text;
        }
        catch (SettingException problem)
        {
            result.AddError(problem.Message);
            return null;
        }
    }
}
