using System.Text.Json;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Redis.Stores;

/// <summary>The record of a server in Redis. Fields added by a newer build are ignored.</summary>
internal sealed record ServerRecord(
    [property: JsonPropertyName("v")] int FormatVersion,
    string? Id,
    string? Url,
    int Weight,
    ServerState State,
    string? Instance,
    DateTimeOffset Since,
    TimeSpan? Lease = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? HealthCheck = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Build = null)
{
    private const int CurrentFormat = 1;

    public static byte[] Write(Server server) => JsonSerializer.SerializeToUtf8Bytes(
        new(
            CurrentFormat, server.Id.Value, server.Url, server.Weight, server.State, server.Instance, server.Since, server.Lease,
            server.HealthCheck, server.Build),
        RegistryJson.Default.ServerRecord);

    /// <summary>Reads a record; returns the reason if it cannot be used.</summary>
    public static Server? TryRead(ServerId id, ReadOnlySpan<byte> json, out string? reason)
    {
        ServerRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(json, RegistryJson.Default.ServerRecord);
        }
        catch (JsonException exception)
        {
            reason = exception.Message;
            return null;
        }

        if (record is null || record.FormatVersion != CurrentFormat)
        {
            reason = $"the format version is {record?.FormatVersion}, this build reads {CurrentFormat}";
            return null;
        }

        var urlReason = ServerRules.CheckUrl(record.Url, out var url);
        reason = ServerRules.CheckId(record.Id) ?? urlReason ?? ServerRules.CheckWeight(record.Weight);
        reason ??= record.HealthCheck is null ? null : ServerRules.CheckHealthCheck(record.HealthCheck);
        reason ??= string.Equals(record.Id, id.Value, StringComparison.Ordinal)
            ? null
            : $"it is stored under the id '{id}' but contains '{record.Id}'";
        reason ??= Enum.IsDefined(record.State) ? null : $"the state {record.State} is unknown";
        return reason is null
            ? new()
            {
                Id = id,
                Url = url,
                Weight = record.Weight,
                HealthCheck = record.HealthCheck,
                State = record.State,
                Instance = record.Instance,
                Lease = record.Lease > TimeSpan.Zero ? record.Lease : null,
                Since = record.Since,
                Build = ServerRules.CheckBuild(record.Build) is null ? record.Build : null,
            }
            : null;
    }
}
