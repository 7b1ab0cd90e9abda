use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// One element of `InvitationInfo`, as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) invitation_token: Cow<'a, str>,
    pub(crate) create_time: Field<'a>,
    pub(crate) status: Field<'a>,
    pub(crate) use_time: Field<'a>,
    pub(crate) client_uin: Field<'a>,
    pub(crate) client_mail: Field<'a>,
    pub(crate) client_type: Field<'a>,
    pub(crate) bind_time: Field<'a>,
}

#[derive(Clone, Debug)]
pub(crate) enum Field<'a> {
    Absent,
    Null,
    Text(Cow<'a, str>),
    Number(i64),
}

impl Field<'_> {
    fn into_owned(self) -> Field<'static> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Text(text) => Field::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Field::Number(number),
        }
    }
}

impl<'a> Row<'a> {
    pub(crate) fn into_owned(self) -> Row<'static> {
        Row {
            invitation_token: Cow::Owned(self.invitation_token.into_owned()),
            create_time: self.create_time.into_owned(),
            status: self.status.into_owned(),
            use_time: self.use_time.into_owned(),
            client_uin: self.client_uin.into_owned(),
            client_mail: self.client_mail.into_owned(),
            client_type: self.client_type.into_owned(),
            bind_time: self.bind_time.into_owned(),
        }
    }

    /// Every field that may lack a value.
    pub(crate) fn fields_mut(&mut self) -> [&mut Field<'a>; 7] {
        [
            &mut self.create_time,
            &mut self.status,
            &mut self.use_time,
            &mut self.client_uin,
            &mut self.client_mail,
            &mut self.client_type,
            &mut self.bind_time,
        ]
    }

    pub(crate) fn write_numbers_as_text(&mut self) {
        for field in self.fields_mut() {
            if let Field::Number(number) = field {
                *field = Field::Text(Cow::Owned(number.to_string()));
            }
        }
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = [
            ("CreateTime", &self.create_time),
            ("Status", &self.status),
            ("UseTime", &self.use_time),
            ("ClientUin", &self.client_uin),
            ("ClientMail", &self.client_mail),
            ("ClientType", &self.client_type),
            ("BindTime", &self.bind_time),
        ];
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("InvitationToken", &self.invitation_token)?;
        for (name, field) in fields {
            match field {
                Field::Absent => {}
                Field::Null => map.serialize_entry(name, &())?,
                Field::Text(text) => map.serialize_entry(name, text)?,
                Field::Number(number) => map.serialize_entry(name, number)?,
            }
        }
        map.end()
    }
}
