using System.Globalization;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// Applies writes together if all conditions hold, by one script and therefore in one round trip: nothing happens between the check and the
/// writes, and no key has to be watched. All keys must be of one cluster, see <see cref="RedisKeys"/>. Not thread-safe.
/// </summary>
internal sealed class ConditionalWrite
{
    /// <summary>The maximum number of values that the script passes to a command; Redis's own limit is near 8,000.</summary>
    private const int MostFields = 1_000;

    /// <summary>
    /// <c>ARGV</c>: the number of conditions; four values for each (kind, key, field, expected); then the commands, each preceded by the
    /// number of its words. Kinds: a field of a hash or a string that is absent (<c>h</c>, <c>s</c>) or equal (<c>H</c>, <c>S</c>).
    /// </summary>
    private const string Script = """
        local unpack = table.unpack or unpack
        local at = 2
        for _ = 1, tonumber(ARGV[1]) do
            local kind, key, field, expected = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
            at = at + 4
            local value
            if kind == 'h' or kind == 'H' then
                value = redis.call('HGET', key, field)
            else
                value = redis.call('GET', key)
            end
            if kind == 'h' or kind == 's' then
                if value then
                    return 0
                end
            elseif value ~= expected then
                return 0
            end
        end
        while at <= #ARGV do
            local words = tonumber(ARGV[at])
            redis.call(unpack(ARGV, at + 1, at + words))
            at = at + words + 1
        end
        return 1
        """;

    private readonly HashSet<RedisKey> _keys = [];
    private readonly List<RedisValue> _conditions = [];
    private readonly List<RedisValue> _commands = [];

    /// <summary>Requires that a field of a hash has a value, or is absent if the value is <see cref="RedisValue.Null"/>.</summary>
    public void RequireField(RedisKey key, RedisValue field, RedisValue expected) =>
        Require(expected.IsNull ? "h" : "H", key, field, expected);

    /// <summary>Requires that a string has a value, or that the key is absent if the value is <see cref="RedisValue.Null"/>.</summary>
    public void RequireString(RedisKey key, RedisValue expected) =>
        Require(expected.IsNull ? "s" : "S", key, RedisValue.EmptyString, expected);

    public void SetFields(RedisKey key, IEnumerable<HashEntry> fields)
    {
        foreach (var part in fields.Chunk(MostFields))
        {
            Add("HSET", key, [.. part.SelectMany(field => new[] { field.Name, field.Value })]);
        }
    }

    public void DeleteFields(RedisKey key, IEnumerable<RedisValue> fields)
    {
        foreach (var part in fields.Chunk(MostFields))
        {
            Add("HDEL", key, part);
        }
    }

    public void IncrementField(RedisKey key, RedisValue field, long by) => Add("HINCRBY", key, field, by);

    public void SetString(RedisKey key, RedisValue value) => Add("SET", key, value);

    public void SetString(RedisKey key, RedisValue value, TimeSpan lifetime) =>
        Add("SET", key, value, "PX", (long)lifetime.TotalMilliseconds);

    public void Delete(RedisKey key) => Add("DEL", key);

    public void Expire(RedisKey key, TimeSpan lifetime) => Add("PEXPIRE", key, (long)lifetime.TotalMilliseconds);

    public void RemoveFromSet(RedisKey key, RedisValue member) => Add("SREM", key, member);

    /// <summary>Pushes values to the head of a list, one after the other, and trims the list to a length.</summary>
    public void PushAndTrim(RedisKey key, IEnumerable<RedisValue> values, long length)
    {
        foreach (var part in values.Chunk(MostFields))
        {
            Add("LPUSH", key, part);
        }

        Add("LTRIM", key, 0, length - 1);
    }

    /// <summary>Adds members to a sorted set, and removes those below a score and all except those with the greatest scores.</summary>
    public void AddAndTrim(RedisKey key, IEnumerable<SortedSetEntry> members, double least, long most)
    {
        foreach (var part in members.Chunk(MostFields))
        {
            Add("ZADD", key, [.. part.SelectMany(member => new RedisValue[] { Text(member.Score), member.Element })]);
        }

        Add("ZREMRANGEBYSCORE", key, "-inf", $"({Text(least)}");
        Add("ZREMRANGEBYRANK", key, 0, -most - 1);
    }

    /// <summary>Publishes a message when the writes are applied.</summary>
    public void Publish(RedisChannel channel, RedisValue message)
    {
        _commands.Add(3);
        _commands.Add("PUBLISH");
        _commands.Add((byte[])channel!);
        _commands.Add(message);
    }

    /// <summary>Applies the writes if the conditions hold. O(conditions + values), one round trip.</summary>
    /// <returns><see langword="false"/> if a condition does not hold; then nothing was written.</returns>
    public async Task<bool> TryExecuteAsync(IDatabase database, CancellationToken cancellationToken)
    {
        var result = await database
            .ScriptEvaluateAsync(Script, [.. _keys], [_conditions.Count / 4, .. _conditions, .. _commands])
            .WaitAsync(cancellationToken);
        return (bool)result;
    }

    private static string Text(double score) => score.ToString("R", CultureInfo.InvariantCulture);

    private void Require(string kind, RedisKey key, RedisValue field, RedisValue expected)
    {
        _keys.Add(key);
        _conditions.AddRange([kind, (byte[])key!, field, expected.IsNull ? RedisValue.EmptyString : expected]);
    }

    private void Add(RedisValue command, RedisKey key, params ReadOnlySpan<RedisValue> values)
    {
        _keys.Add(key);
        _commands.AddRange([values.Length + 2, command, (byte[])key!]);
        _commands.AddRange(values);
    }
}
