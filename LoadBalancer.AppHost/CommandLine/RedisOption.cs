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
            "A Redis that is already running, instead of a store to start: host:port[,option=value,...], "
            + "redis[s]://user:password@host:port/database, "
                + "or !/path for a Unix socket. Out of sight of other users: ConnectionStrings__redis and "
                + "Redis__PasswordFile in the environment.";
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
