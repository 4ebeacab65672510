using System.Net;
using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// Connection settings for Redis: endpoints and options, with the credentials apart, so that no special character in them is mistaken for a
/// separator. Immutable.
/// </summary>
/// <param name="Options">Endpoints and options in StackExchange.Redis's form, without credentials.</param>
/// <param name="User">The user; <see langword="null"/> for Redis's default user.</param>
/// <param name="Password">The password; <see langword="null"/> for none.</param>
public sealed record RedisConnection(string Options, string? User, string? Password)
{
    /// <summary>The forms of a connection string, for messages.</summary>
    public const string AllowedText =
        "a connection string such as HOST:PORT, HOST:PORT,user=USER,password=PASSWORD,ssl=true or !/PATH of a Unix socket, "
            + "or a URL such as redis://USER:PASSWORD@HOST:PORT/DATABASE, rediss for TLS, with special characters percent-encoded; "
            + "a password with a comma requires the URL, " + RedisPassword.Key + " or " + RedisPassword.FileKey;

    /// <summary>The endpoints, in a form that is safe to display.</summary>
    public string Endpoints => string.Join(", ", ToOptions().EndPoints.Select(Text));

    /// <summary>Reads the connection string <c>ConnectionStrings:NAME</c>, and the password that is configured apart from it.</summary>
    /// <exception cref="SettingException">
    /// The connection string is missing or invalid; the message is one sentence and contains no part of it.
    /// </exception>
    public static RedisConnection Read(string name, IConfiguration configuration) =>
        configuration.GetConnectionString(name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? Read($"ConnectionStrings:{name}", text, configuration)
            : throw new SettingException($"ConnectionStrings:{name} is missing: set the environment variable ConnectionStrings__{name} to "
                + "HOST:PORT of a Redis server.");

    /// <summary>Reads a connection string, and the password that is configured apart from it.</summary>
    /// <param name="setting">The setting with the connection string, for messages.</param>
    /// <param name="text">The connection string.</param>
    /// <param name="configuration">The configuration with <see cref="RedisPassword"/>.</param>
    /// <exception cref="SettingException">One of them is invalid; the message is one sentence and contains no part of either.</exception>
    public static RedisConnection Read(string setting, string text, IConfiguration configuration)
    {
        var given = RedisPassword.Read(configuration);
        var connection = Parse(setting, text, isPasswordApart: given is not null);
        if (given is null)
        {
            return connection;
        }

        return connection.Password is null
            ? connection with { Password = given }
            : throw new SettingException(
                $"{setting} has a password, and {RedisPassword.Key} or {RedisPassword.FileKey} is also set: keep one of them.");
    }

    /// <summary>Parses a connection string.</summary>
    /// <param name="setting">The setting with the connection string, for messages.</param>
    /// <param name="text">The connection string.</param>
    /// <param name="isPasswordApart">
    /// Whether the password is configured elsewhere, so that a single word before the <c>@</c> of a URL is the user.
    /// </param>
    /// <exception cref="SettingException">
    /// The connection string is invalid; the message is one sentence and contains no part of it.
    /// </exception>
    public static RedisConnection Parse(string setting, string text, bool isPasswordApart = false)
    {
        try
        {
            return RedisUrl.IsUrl(text) ? RedisUrl.Parse(text, isPasswordApart) : RedisOptionList.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new SettingException($"{setting} {problem.Message}; it must be {AllowedText}.");
        }
    }

    /// <summary>
    /// <see cref="Options"/> preceded by this product's defaults, which they override: a command succeeds soon or fails, and each caller
    /// retries by itself.
    /// </summary>
    public string ClientOptions => "connectTimeout=2000,connectRetry=1,syncTimeout=2000,asyncTimeout=2000,keepAlive=5," + Options;

    /// <summary>Returns the client's options from the connection string, with the credentials.</summary>
    public ConfigurationOptions ToOptions()
    {
        var options = ConfigurationOptions.Parse(Options);
        AddCredentials(options);
        return options;
    }

    /// <summary>Sets options that a connection string cannot contain, and the credentials.</summary>
    public void Configure(ConfigurationOptions options)
    {
        AddCredentials(options);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new ExponentialRetry(500, 2_000);

        // The client checks for timeouts and lost connections at this interval, by default 1 s.
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);

        // A process that starts before Redis waits for it.
        options.AbortOnConnectFail = false;
    }

    /// <summary>Returns all options of this product's client, with the credentials.</summary>
    public ConfigurationOptions ToClientOptions()
    {
        var options = ConfigurationOptions.Parse(ClientOptions);
        Configure(options);
        return options;
    }

    /// <summary>Returns the options without the credentials, which must not appear in a log.</summary>
    public override string ToString() => Options;

    private void AddCredentials(ConfigurationOptions options)
    {
        options.User = User;
        options.Password = Password;
    }

    private static string Text(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint { Port: 0 } name => name.Host,
        DnsEndPoint name => FormattableString.Invariant($"{name.Host}:{name.Port}"),
        _ => endpoint.ToString() ?? "",
    };
}
