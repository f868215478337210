#include "io/digest.hpp"

#include "catch.hpp"
#include "input_folder.hpp"

using namespace amaneku;

TEST_CASE("the digest of a file is its SHA-256") {
    const InputFolder folder;
    const InputFile abc = io::digest("population", folder.write("abc.txt", "abc"));
    CHECK(abc.role == "population");
    CHECK(abc.size == 3);
    CHECK(abc.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const InputFile empty = io::digest("zones", folder.write("empty", ""));
    CHECK(empty.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const InputFile big = io::digest("zones", folder.write("big", std::string(1'000'000, 'a')));
    CHECK(big.sha256 == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("an archive's member has the archive's digest; a name that is no file has none") {
    const InputFolder folder;
    const auto zip = folder.write_zip("a.zip", {{"x.csv", "a\n"}});
    CHECK(io::digest("zones", zip + "/x.csv").sha256 == io::digest("zones", zip).sha256);
    CHECK(io::digest("zones", "PG:dbname=x").sha256.empty());
}
