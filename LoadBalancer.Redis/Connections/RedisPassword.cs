using System.Text;
using System.Text.Unicode;
using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// The password of Redis, apart from the connection string: any UTF-8 text without NUL, taken literally. A line break at its end is
/// removed, since files of Docker and Kubernetes secrets often have one.
/// </summary>
public static class RedisPassword
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>The key of the password.</summary>
    public const string Key = Section + ":Password";

    /// <summary>The key of the file that contains the password.</summary>
    public const string FileKey = Section + ":PasswordFile";

    private const int LongestFile = 65_536;

    /// <summary>Returns the password, or <see langword="null"/> if none is configured.</summary>
    /// <exception cref="SettingException">
    /// The section has another key, both settings are present, or the file cannot be read. No message contains any part of a value.
    /// </exception>
    public static string? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section.GetChildren().FirstOrDefault(child => !IsKnown(child.Path)) is { } unknown)
        {
            throw new SettingException($"{unknown.Path}: unknown setting; known settings: Password, PasswordFile.");
        }

        var (value, file) = (configuration[Key], configuration[FileKey]);
        return (string.IsNullOrEmpty(value), string.IsNullOrEmpty(file)) switch
        {
            (true, true) => null,
            (false, false) => throw new SettingException($"{Key} and {FileKey} are both set: keep one of them."),
            (false, true) => Check(Key, value!),
            _ => Check(FileKey, ReadFile(file!)),
        };
    }

    private static bool IsKnown(string path) =>
        string.Equals(path, Key, StringComparison.OrdinalIgnoreCase) || string.Equals(path, FileKey, StringComparison.OrdinalIgnoreCase);

    private static string Check(string key, string text)
    {
        var password = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return password.Length == 0 ? throw new SettingException($"{key} contains an empty password.")
            : password.Contains('\0', StringComparison.Ordinal) ? throw new SettingException(
                $"{key} contains a NUL character, which is not allowed.")
            : password;
    }

    private static string ReadFile(string path)
    {
        var bytes = ReadBytes(path);
        return bytes.Length > LongestFile ? throw new SettingException(
            FormattableString.Invariant($"{FileKey} names a file of more than {LongestFile} bytes, which is not a password."))
            : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
            : throw new SettingException($"{FileKey} names a file that is not UTF-8.");
    }

    private static ReadOnlySpan<byte> ReadBytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[LongestFile + 1];
            return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
#pragma warning disable MA0054 // The exception's message contains the path, where the password may have been entered by mistake.
            throw new SettingException($"{FileKey} names a file that cannot be read ({exception.GetType().Name}).");
#pragma warning restore MA0054
        }
    }
}
