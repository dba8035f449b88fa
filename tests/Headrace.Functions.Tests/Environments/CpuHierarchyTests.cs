using Headrace.Functions.Environments;
using Xunit;

namespace Headrace.Functions.Tests.Environments;

public sealed class CpuHierarchyTests
{
    private const string Proc = "22 27 0:21 / /proc rw,nosuid - proc proc rw";
    private const string Unified = "30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";
    private const string Separate = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct";
    private const string Memory = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory";

    [Fact]
    public void V2_has_one_hierarchy() => Assert.Equal(
        new CpuHierarchy(true, "/sys/fs/cgroup", "/sys/fs/cgroup/user.slice/run-7.scope"),
        CpuHierarchy.Find([Proc, Unified], ["0::/user.slice/run-7.scope"]));

    [Fact]
    public void Where_v1_has_the_controller_v2_has_not() => Assert.Equal(
        new CpuHierarchy(false, "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct/services"),
        CpuHierarchy.Find(["41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw", Memory, Separate], ["4:memory:/elsewhere", "1:cpu,cpuacct:/services", "0::/"]));

    [Fact]
    public void The_topmost_group_is_the_mount() => Assert.Equal(
        new CpuHierarchy(true, "/sys/fs/cgroup", "/sys/fs/cgroup"), CpuHierarchy.Find([Unified], ["0::/"]));

    [Fact]
    public void A_container_sees_its_own_part_only() => Assert.Equal(
        new CpuHierarchy(false, "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu/inner"),
        CpuHierarchy.Find(["32 31 0:29 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu"], ["1:cpu:/docker/abc/inner"]));

    [Fact]
    public void A_group_outside_of_what_is_mounted_is_taken_for_the_mount() => Assert.Equal(
        new CpuHierarchy(true, "/sys/fs/cgroup", "/sys/fs/cgroup"), CpuHierarchy.Find([Unified], ["0::/../other"]));

    [Fact]
    public void There_may_be_none() => Assert.Null(CpuHierarchy.Find([Proc, Memory, ""], ["4:memory:/", "nonsense"]));
}
